using System.Text.Json;

namespace Onbehalf.Sidecars.Vault;

/// <summary>Who asked the vault for what, one JSON line per request: names, never values.</summary>
internal sealed class AccessLog(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer = new(new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    }))
    {
        AutoFlush = true,
    };

    public void Write(VaultRequest request, int status)
    {
        var line = JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, method = request.Method, operation = request.Operation, secret = request.Name, status });
        lock (_gate)
            _writer.WriteLine(line);
    }

    public void Dispose() => _writer.Dispose();
}
