import PatchbayText

/// The media types of files, by the ends of their names.
enum FileTypes {
    /// The media type of a file.
    static func mediaType(ofFile name: String) -> String {
        let file = name.parts(between: "/", omittingEmpty: true).last ?? ""
        guard let point = file.utf8.lastIndex(of: UInt8(ascii: ".")) else { return unknown }
        return types[ExactText(file[file.utf8.index(after: point)...].lowercased())] ?? unknown
    }

    private static let unknown = "application/octet-stream"

    /// A type and the endings it has, a line each.
    private static let table: [(type: String, endings: String)] = [
        ("application/epub+zip", "epub"),
        ("application/gzip", "gz gzip"),
        ("application/java-archive", "jar"),
        ("application/json", "json map"),
        ("application/ld+json", "jsonld"),
        ("application/manifest+json", "webmanifest"),
        ("application/msword", "doc dot"),
        ("application/octet-stream", "bin exe dll iso dmg"),
        ("application/pdf", "pdf"),
        ("application/pgp-signature", "asc sig"),
        ("application/pkcs7-mime", "p7c p7m"),
        ("application/postscript", "ps eps ai"),
        ("application/rss+xml", "rss"),
        ("application/rtf", "rtf"),
        ("application/sql", "sql"),
        ("application/toml", "toml"),
        ("application/vnd.android.package-archive", "apk"),
        ("application/vnd.google-earth.kml+xml", "kml"),
        ("application/vnd.ms-excel", "xls xlt"),
        ("application/vnd.ms-outlook", "msg"),
        ("application/vnd.ms-powerpoint", "ppt pps pot"),
        ("application/vnd.oasis.opendocument.presentation", "odp"),
        ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
        ("application/vnd.oasis.opendocument.text", "odt"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        ("application/wasm", "wasm"),
        ("application/x-7z-compressed", "7z"),
        ("application/x-bzip2", "bz2"),
        ("application/x-rar-compressed", "rar"),
        ("application/x-sh", "sh"),
        ("application/x-tar", "tar"),
        ("application/x-x509-ca-cert", "pem crt der cer"),
        ("application/xhtml+xml", "xhtml"),
        ("application/yaml", "yaml yml"),
        ("application/zip", "zip"),
        ("audio/aac", "aac"),
        ("audio/flac", "flac"),
        ("audio/midi", "mid midi"),
        ("audio/mp4", "m4a"),
        ("audio/mpeg", "mp3 mp2"),
        ("audio/ogg", "ogg oga"),
        ("audio/opus", "opus"),
        ("audio/wav", "wav"),
        ("font/otf", "otf"),
        ("font/ttf", "ttf"),
        ("font/woff", "woff"),
        ("font/woff2", "woff2"),
        ("image/avif", "avif"),
        ("image/bmp", "bmp"),
        ("image/gif", "gif"),
        ("image/heic", "heic"),
        ("image/heif", "heif"),
        ("image/jpeg", "jpg jpeg jpe"),
        ("image/png", "png"),
        ("image/svg+xml", "svg svgz"),
        ("image/tiff", "tif tiff"),
        ("image/vnd.adobe.photoshop", "psd"),
        ("image/vnd.microsoft.icon", "ico"),
        ("image/webp", "webp"),
        ("message/rfc822", "eml mime"),
        ("text/calendar", "ics ifb"),
        ("text/css", "css"),
        ("text/csv", "csv"),
        ("text/html", "html htm"),
        ("text/javascript", "js mjs"),
        ("text/markdown", "md markdown"),
        ("text/plain", "txt text log conf ini"),
        ("text/tab-separated-values", "tsv"),
        ("text/vcard", "vcf vcard"),
        ("text/xml", "xml xsl"),
        ("video/3gpp", "3gp"),
        ("video/mp2t", "ts m2ts"),
        ("video/mp4", "mp4 m4v"),
        ("video/mpeg", "mpeg mpg"),
        ("video/ogg", "ogv"),
        ("video/quicktime", "mov qt"),
        ("video/webm", "webm"),
        ("video/x-matroska", "mkv"),
        ("video/x-ms-wmv", "wmv"),
        ("video/x-msvideo", "avi"),
    ]

    private static let types: [ExactText: String] = table.reduce(into: [:]) { types, line in
        for ending in line.endings.split(separator: " ") { types[ExactText(ending)] = line.type }
    }
}
