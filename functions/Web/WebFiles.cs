using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Onbehalf.Functions.Web;

/// <summary>The files of wwwroot, listed once. Only listed paths exist, which rules out path traversal.</summary>
public sealed class WebFiles
{
    // web/compressed.ts writes the compressed files next to the originals.
    private static readonly (string Extension, string Name)[] Encodings = [(".br", "br"), (".gz", "gzip")];

    private readonly Lazy<FrozenDictionary<string, WebFile>> _files = new(static () => List(Path.Combine(AppContext.BaseDirectory, "wwwroot")));

    internal WebFile? Find(PathString path) => _files.Value.GetValueOrDefault(path.Value is null or "" or "/" ? "/index.html" : path.Value);

    private static FrozenDictionary<string, WebFile> List(string root)
    {
        var types = new FileExtensionContentTypeProvider();
        var files = Directory.Exists(root) ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories) : [];
        return files.Where(static file => !Encodings.Any(one => file.EndsWith(one.Extension, StringComparison.Ordinal))).ToFrozenDictionary(
            file => "/" + Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'),
            file => Describe(root, file, types),
            StringComparer.Ordinal);
    }

    private static WebFile Describe(string root, string file, FileExtensionContentTypeProvider types)
    {
        var type = types.TryGetContentType(file, out var known) ? known : "application/octet-stream";
        if (type.StartsWith("text/", StringComparison.Ordinal))
            type += "; charset=utf-8";
        // Vite writes files with a content hash in their name to assets/.
        var hashed = Path.GetRelativePath(root, file).StartsWith("assets", StringComparison.Ordinal);
        var encoded = Encodings.Where(one => File.Exists(file + one.Extension)).Select(one => Bytes(file + one.Extension, one.Name));
        return new(type, hashed, Bytes(file, null), [.. encoded]);
    }

    private static WebBytes Bytes(string file, string? encoding) =>
        new(file, encoding, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)).AsSpan(0, 12))}\""));
}
