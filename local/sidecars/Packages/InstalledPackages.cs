using System.Globalization;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Packages;

/// <summary>The commands of the sidecars that run on Node.</summary>
internal sealed class InstalledPackages(SidecarHome home)
{
    public string Modules => Path.Combine(home.Node, "node_modules");

    /// <remarks>A durable Azurite writes all its tables anew every few seconds and answers nobody meanwhile: the more it holds, the longer.</remarks>
    public SidecarCommand Azurite(Ports ports, Secrets secrets, bool durable)
    {
        PrivateFile.CreateFolder(home.Azurite);
        string[] kept = durable ? ["--location", home.Azurite] : ["--inMemoryPersistence"];
        return new()
        {
            Name = "azurite",
            FileName = "node",
            Arguments =
            [
                "azurite.mjs", .. kept, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobHost", "127.0.0.1", "--blobPort", Text(ports.Blob),
                "--queueHost", "127.0.0.1", "--queuePort", Text(ports.Queue),
                "--tableHost", "127.0.0.1", "--tablePort", Text(ports.Table),
            ],
            WorkingFolder = home.Node,
            Environment = new Dictionary<string, string> { ["AZURITE_ACCOUNTS"] = Endpoints.StorageAccount(secrets) },
            // The blob and queue services listen before the table service.
            IsReady = cancellation => Probe.AnswersAsync(ports.Table, cancellation),
        };
    }

    public SidecarCommand Provider(Ports ports)
    {
        PrivateFile.CreateFolder(home.Provider);
        return new()
        {
            Name = "provider",
            FileName = "node",
            Arguments = ["provider.mjs", home.Folder],
            WorkingFolder = home.Node,
            IsReady = cancellation => Probe.AnswersAsync(ports.Provider, cancellation),
        };
    }

    /// <summary>The Tasks product, with its own OpenID provider, which people can connect.</summary>
    public SidecarCommand Tasks(Ports ports)
    {
        PrivateFile.CreateFolder(home.Tasks);
        return new()
        {
            Name = "tasks",
            FileName = "node",
            Arguments = ["tasks.mjs", home.Folder],
            WorkingFolder = home.Node,
            IsReady = cancellation => Probe.AnswersAsync(ports.Tasks, cancellation),
        };
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
