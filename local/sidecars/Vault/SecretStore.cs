using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Vault;

/// <summary>The secrets of one vault, in memory and in one encrypted file each. File names reveal nothing.</summary>
internal sealed class SecretStore
{
    private readonly ConcurrentDictionary<string, VaultSecret> _secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _writing = new();
    private readonly SealedFile _file;
    private readonly string _folder;

    public SecretStore(string folder, byte[] key)
    {
        _folder = folder;
        _file = new(key);
        PrivateFile.CreateFolder(folder);
        foreach (var path in Directory.EnumerateFiles(folder, "*.secret"))
        {
            var secret = _file.Read<VaultSecret>(path);
            _secrets[secret.Name] = secret;
        }
    }

    public VaultSecret? Find(string name) => _secrets.GetValueOrDefault(name);

    public IEnumerable<VaultSecret> List(bool deleted) =>
        _secrets.Values.Where(secret => secret.DeletedAt is not null == deleted).OrderBy(static secret => secret.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Applies <paramref name="change"/> to the secret of this name. A null result deletes it permanently.</summary>
    public VaultSecret? Change(string name, Func<VaultSecret?, VaultSecret?> change)
    {
        lock (_writing)
        {
            var before = Find(name);
            var after = change(before);
            if (ReferenceEquals(before, after))
                return after;
            if (after is null)
            {
                File.Delete(PathOf(name));
                _secrets.TryRemove(name, out _);
            }
            else
            {
                _file.Write(PathOf(name), after);
                _secrets[name] = after;
            }

            return after;
        }
    }

    private string PathOf(string name) =>
        Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToLowerInvariant()))) + ".secret");
}
