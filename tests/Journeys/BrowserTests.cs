namespace Onbehalf.Tests.Journeys;

/// <summary>Tests that share one app and one Chromium. The windows of a test close with it: an open window streams, and costs its successors time.</summary>
public abstract class BrowserTests(BrowserStage stage) : IClassFixture<BrowserStage>, IAsyncLifetime
{
    protected BrowserStage Stage { get; } = stage;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Stage.CloseAsync();
}
