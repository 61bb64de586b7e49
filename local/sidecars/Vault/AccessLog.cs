using System.Text.Json;

namespace Onbehalf.Sidecars.Vault;

/// <summary>The vault's access log: one JSON line per request with names, never values.</summary>
internal sealed class AccessLog(string path) : IDisposable
{
    private const long LargestBytes = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly StreamWriter _writer = new(new FileStream(path, new FileStreamOptions
    {
        // Truncated at start if it is large.
        Mode = new FileInfo(path) is { Exists: true, Length: > LargestBytes } ? FileMode.Create : FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    }))
    {
        AutoFlush = true,
    };

    public void Write(VaultRequest request, int status)
    {
        var line = JsonSerializer.Serialize(
            new
            {
                at = DateTimeOffset.UtcNow,
                method = request.Method,
                operation = request.Operation,
                secret = request.Name,
                status,
            });
        lock (_gate)
            _writer.WriteLine(line);
    }

    public void Dispose() => _writer.Dispose();
}
