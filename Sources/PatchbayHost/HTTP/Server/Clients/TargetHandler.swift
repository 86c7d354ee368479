import NIOCore
import NIOHTTP1

/// Puts the host that a request line names beside the `Host` line, where they differ.
///
/// An absolute target (RFC 9112, section 3.2.2) counts for more than `Host`, and is taken off before anyone sees it. With
/// both in the header the request names two hosts, and is refused like any that does.
final class TargetHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.uri.utf8.first != UInt8(ascii: "/") else {
            return context.fireChannelRead(data)
        }
        let named = Self.authority(of: head.uri)
        let hosts = head.headers["Host"]
        if hosts.isEmpty || hosts.contains(where: { $0.lowercased() != named.lowercased() }) {
            head.headers.add(name: "Host", value: named)
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// The host in a target that is no path; of one that is neither (`*`, `host:port`) all of it, which is no host's name.
    private static func authority(of target: String) -> String {
        guard let start = target.firstRange(of: "://")?.upperBound else { return target }
        return String(target[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" })
    }
}
