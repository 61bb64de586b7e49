using System.Text.Json;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>Files and folders that only their owner can read. Files are replaced atomically.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void CreateFolder(string path) =>
        Directory.CreateDirectory(path, OwnerFile | UnixFileMode.UserExecute);

    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public static void WriteJson<T>(string path, T value) => Write(path, JsonSerializer.SerializeToUtf8Bytes(value, Json));

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var fresh = $"{path}.{Guid.NewGuid():n}.tmp";
        using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerFile }))
            stream.Write(bytes);
        File.Move(fresh, path, overwrite: true);
    }
}
