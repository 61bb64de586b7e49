using Onbehalf.Demo;

namespace Onbehalf.Tests.Slack;

/// <summary>A workspace in which everybody signs in through the demo issuer.</summary>
public sealed class ConfirmingSlack : IAsyncLifetime
{
    internal SlackWorld World { get; } = new() { ConfirmIssuer = DemoSettings.IssuerId };

    public Task InitializeAsync() => World.InitializeAsync();

    public Task DisposeAsync() => World.DisposeAsync();
}
