namespace Onbehalf.Sidecars.Supervision;

/// <summary>The folder of one set of sidecars (ONBEHALF_HOME) and its file names.</summary>
internal sealed class SidecarHome
{
    public SidecarHome(string path)
    {
        Folder = Path.GetFullPath(path);
        PrivateFile.CreateFolder(Folder);
        PrivateFile.CreateFolder(Logs);
    }

    public string Folder { get; }

    public string Logs => Path.Combine(Folder, "logs");

    public string PortsFile => Path.Combine(Folder, "ports.json");

    public string SecretsFile => Path.Combine(Folder, "secrets.json");

    public string ProcessesFile => Path.Combine(Folder, "processes.json");

    public string LockFile => Path.Combine(Folder, "supervisor.lock");

    public string Node => Path.Combine(Folder, "node");

    public string Azurite => Path.Combine(Folder, "azurite");

    public string Provider => Path.Combine(Folder, "provider");

    public string Tasks => Path.Combine(Folder, "tasks");

    public string Vault => Path.Combine(Folder, "vault");

    public string Log(string name) => Path.Combine(Logs, name + ".log");
}
