using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Postgres;

/// <summary>A PostgreSQL cluster on loopback. It has passwords from its creation and accepts only TCP.</summary>
internal sealed class PostgresCluster(SidecarHome home, Ports ports, Secrets secrets, bool durable)
{
    public const string Superuser = "postgres";

    private readonly PostgresFolder _folder = new(home);

    /// <summary>Creates the cluster if it is missing, and returns the command that runs it.</summary>
    public async Task<SidecarCommand> PrepareAsync(string modules, Action<string> tell, CancellationToken cancellation)
    {
        _folder.Prepare(modules, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secrets.Postgres))));
        if (!Directory.Exists(_folder.Data))
        {
            tell("Creating the PostgreSQL cluster…");
            await CreateAsync(cancellation);
        }

        return new()
        {
            Name = "postgres",
            FileName = _folder.Program("postgres"),
            Arguments = ["-D", _folder.Data, .. Settings().SelectMany(static setting => new[] { "-c", setting })],
            WorkingFolder = _folder.Root,
            RunAs = _folder.Account?.Name,
            // The file may be stale after a killed server, so the port is probed too.
            IsReady = async stopping => SaysReady() && await Probe.AnswersAsync(ports.Postgres, stopping),
        };
    }

    public void Remove() => _folder.Remove();

    private string[] Settings() =>
    [
        "listen_addresses=127.0.0.1",
        $"port={ports.Postgres.ToString(CultureInfo.InvariantCulture)}",
        "unix_socket_directories=",
        "password_encryption=scram-sha-256",
        "max_connections=300",
        "shared_buffers=64MB",
        "wal_level=minimal",
        "max_wal_senders=0",
        "jit=off",
        "log_min_messages=warning",
        .. durable ? Array.Empty<string>() : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
    ];

    private async Task CreateAsync(CancellationToken cancellation)
    {
        var unfinished = _folder.Data + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        var password = Path.Combine(_folder.Root, "password");
        PrivateFile.CreateFolder(unfinished);
        PrivateFile.Write(password, Encoding.ASCII.GetBytes(secrets.Postgres));
        try
        {
            if (_folder.Account is { } account)
            {
                Posix.GiveTo(unfinished, account.User, account.Group);
                Posix.GiveTo(password, account.User, account.Group);
            }

            await InitializeAsync(unfinished, password, cancellation);
        }
        finally
        {
            File.Delete(password);
        }

        Directory.Move(unfinished, _folder.Data);
    }

    private async Task InitializeAsync(string data, string password, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            _folder.Program("initdb"),
            [
                "-D", data, "-U", Superuser, "--auth=scram-sha-256", $"--pwfile={password}", "--encoding=UTF8",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync", "--no-instructions",
            ])
        {
            WorkingDirectory = _folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (_folder.Account is { } account)
            start.UserName = account.Name;
        using var process = Process.Start(start)!;
        await using var ended = cancellation.Register(static running => ((Process)running!).Kill(entireProcessTree: true), process);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode == 0)
            return;
        await File.WriteAllTextAsync(home.Log("initdb"), output + await errors, cancellation);
        throw new SidecarsUnavailableException($"PostgreSQL's initdb failed; see {home.Log("initdb")}.");
    }

    /// <summary>Returns whether postmaster.pid reports <c>ready</c> in its last line.</summary>
    private bool SaysReady()
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(_folder.Data, "postmaster.pid"));
            return lines.Length >= 8 && lines[7].TrimEnd() == "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }
}
