using Onbehalf.Demo;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.RealWorker;

/// <summary>The same app twice on the same tables, vault and sources: in the local runtime, and as a worker of the real packages.</summary>
public sealed class RealWorkerWorld : IAsyncLifetime
{
    private InProcessApp? _local;
    private MiniHost? _real;

    public InProcessApp Local => _local!;

    internal MiniHost Real => _real!;

    public async Task InitializeAsync()
    {
        if (!File.Exists(MiniHost.Worker))
            return;
        var settings = await AppSettings.FreshAsync();
        _local = await InProcessApp.StartAsync(settings);
        var sidecars = await LocalSidecars.StartWithCompanyAsync();
        _real = await MiniHost.StartAsync(new Dictionary<string, string>(settings)
        {
            ["ONBEHALF_TABLES"] = sidecars.StorageConnectionString,
            ["ONBEHALF_AUDIT_TABLES"] = sidecars.StorageConnectionString,
            ["ONBEHALF_KEYVAULT_URI"] = sidecars.VaultUri,
            ["ONBEHALF_KEYVAULT_CA"] = sidecars.VaultAuthorityFile,
            ["ONBEHALF_ISSUERS"] = DemoSettings.Issuers(sidecars),
            ["OPENAI_BASE_URL"] = $"{_local.Url}local/model/v1",
            ["OPENAI_API_KEY"] = sidecars.ModelKey,
            ["MODEL"] = "demo-planner",
            // Nothing listens there: the app starts with telemetry on, and goes on without anybody to take it.
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=5a2a7e4e-0c4f-4c0e-9d0e-6f0f5b7f2f11;IngestionEndpoint=https://127.0.0.1:9/",
            ["ONBEHALF_ORIGIN"] = _local.Url.GetLeftPart(UriPartial.Authority),
        });
    }

    public async Task DisposeAsync()
    {
        if (_real is not null)
            await _real.DisposeAsync();
        if (_local is not null)
            await _local.DisposeAsync();
    }
}
