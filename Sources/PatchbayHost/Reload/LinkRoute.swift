import PatchbayBundle
import PatchbayText

/// The entries of directories that decide where a link leads: every link on the way, and what stands at the end.
///
/// Each can be put in the place of another without anything happening in the directory the first link stands in, as
/// `current` in `apps/app -> /srv/current -> releases/7`.
enum LinkRoute {
    /// An entry on the way.
    struct Stop: Hashable {
        /// The directory it stands in, without links in its path.
        var directory: String
        /// Its name there.
        var name: String
    }

    /// How many links lead on at most, as for the system itself.
    private static let mostLinks = 40

    /// The stops on the way to a path.
    ///
    /// - Parameters:
    ///   - path: The path, with links in it or not.
    ///   - directory: Where a relative path begins, without links.
    /// - Returns: The links in the order they are followed, and what the last leads to, be it there or not.
    static func stops(to path: String, from directory: String = "/") -> [Stop] {
        var stops: [Stop] = []
        var place = path.hasPrefix("/") ? "" : directory == "/" ? "" : directory
        // Backwards: what comes next is the last.
        var ahead = parts(of: path)
        while let part = ahead.popLast() {
            if part == ".." {
                place = String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)])
                continue
            }
            let stop = Stop(directory: place.isEmpty ? "/" : place, name: String(part))
            do throws(SystemError) {
                guard let target = try SystemFile.linkTarget(place + "/" + part) else {
                    if ahead.isEmpty { return stops + [stop] }
                    place += "/" + part
                    continue
                }
                stops.append(stop)
                if stops.count == mostLinks { return stops }
                if target.hasPrefix("/") { place = "" }
                ahead += parts(of: target)
            } catch {
                return stops + [stop]
            }
        }
        return stops
    }

    private static func parts(of path: String) -> [Substring] {
        path.split(separator: "/").filter { $0 != "." }.reversed()
    }
}

/// Finds the ways of links by their paths.
struct LinkPlaces {
    /// The directory a link was found in last, and the same without links: most links stand together.
    private var directory: (path: Substring, real: String?)?

    /// The stops on a link's way, without the link itself; none where the path is no link.
    mutating func stops(of path: String) -> [LinkRoute.Stop] {
        guard let target = try? SystemFile.linkTarget(path) else { return [] }
        let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        if directory?.path != parent {
            directory = (parent, try? SystemFile.realPath(parent.isEmpty ? "/" : String(parent)))
        }
        guard let real = directory?.real else { return [] }
        return LinkRoute.stops(to: target, from: real)
    }
}
