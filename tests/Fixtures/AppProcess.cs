using System.Diagnostics;
using System.Globalization;
using System.Text;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The app in its own process, as in production. It can be killed at any time and restarted on its data.</summary>
public sealed class AppProcess : AppFixture
{
    private const string Listening = "Listening on ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, string> _settings;
    private readonly string[] _arguments;
    private readonly StringBuilder _output = new();
    private Process? _process;
    private Uri? _url;

    private AppProcess(Endpoints sidecars, Dictionary<string, string> settings, string[] arguments)
        : base(sidecars)
    {
        _settings = settings;
        _arguments = arguments;
    }

    public override Uri Url => _url ?? throw new InvalidOperationException("The app does not run.");

    /// <summary>Everything it wrote to its console since it was started for the first time.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The process that runs now.</summary>
    public int ProcessId => _process!.Id;

    public static async Task<AppProcess> StartAsync(IReadOnlyDictionary<string, string>? settings = null, params string[] arguments)
    {
        var app = new AppProcess(await LocalSidecars.StartAsync(), await AppSettings.FreshAsync(settings), arguments);
        await app.StartAgainAsync();
        return app;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it with the same settings, on the same port once it has had one.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Onbehalf.Host.dll"), .. _arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The app ended: {Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _url = await listening.Task.WaitAsync(StartLimit);
        _settings["FUNCTIONS_PORT"] = _url.Port.ToString(CultureInfo.InvariantCulture);

        void Read(string? line)
        {
            lock (_output)
                _output.AppendLine(line);
            if (line?.StartsWith(Listening, StringComparison.Ordinal) == true)
                listening.TrySetResult(new Uri(line[Listening.Length..]));
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_process is not null)
            await KillAsync();
    }
}
