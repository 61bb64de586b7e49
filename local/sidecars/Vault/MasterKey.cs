using System.Security.Cryptography;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Vault;

/// <summary>
/// The encryption key of the local vaults. It is in the OS user's profile, not in the home, so a copied or committed home reveals nothing.
/// </summary>
internal static class MasterKey
{
    private const int Length = 32;

    public static byte[] Load()
    {
        var folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "onbehalf");
        if (!Path.IsPathRooted(folder))
            throw new SidecarsUnavailableException("The local vault needs a profile folder for its key: set HOME.");
        PrivateFile.CreateFolder(folder);
        var file = Path.Combine(folder, "vault.key");
        if (!File.Exists(file))
            Create(file);
        var key = File.ReadAllBytes(file);
        return key.Length == Length ? key : throw new SidecarsUnavailableException($"{file} is not a key of {Length} bytes.");
    }

    private static void Create(string file)
    {
        var fresh = $"{file}.{Guid.NewGuid():n}.tmp";
        PrivateFile.Write(fresh, RandomNumberGenerator.GetBytes(Length));
        try
        {
            File.Move(fresh, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(fresh);
        }
    }
}
