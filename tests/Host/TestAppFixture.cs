namespace Onbehalf.Tests.Host;

/// <summary>One app for the tests of a class that leave it as it was.</summary>
public sealed class TestAppFixture : IAsyncLifetime
{
    internal TestApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await TestApp.StartAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();
}
