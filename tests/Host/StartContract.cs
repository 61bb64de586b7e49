using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Onbehalf.Host;
using Onbehalf.Host.Worker;
using Onbehalf.Orchestrations.Starting;

namespace Onbehalf.Tests.Host;

/// <summary>Mistakes that the worker's generator ignores silently, or the Functions host finds late, are refused at start by name.</summary>
public sealed class StartContract
{
    [Theory]
    [InlineData(typeof(NotPublic))]
    [InlineData(typeof(NotSealed))]
    [InlineData(typeof(PrivateMethod))]
    [InlineData(typeof(GenericMethod))]
    [InlineData(typeof(GenericType<>))]
    [InlineData(typeof(Outer.Nested))]
    public void A_function_that_the_worker_would_not_announce_is_refused(Type type)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => FunctionRules.CheckTypes([type], ["A"]));

        Assert.Contains(type.FullName!, refused.Message, StringComparison.Ordinal);
        Assert.Contains("must be a public method of a public, sealed, top-level class", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_the_worker_did_not_announce_is_refused_however_it_looks()
    {
        FunctionRules.CheckTypes([typeof(Served)], ["A"]);

        Assert.Throws<InvalidOperationException>(() => FunctionRules.CheckTypes([typeof(Served)], ["a"]));
    }

    [Fact]
    public void Two_functions_of_one_name_are_refused_whatever_their_case()
    {
        FunctionRules.CheckNames([Announced("Add", "One.Add"), Announced("Adds", "Two.Add")]);

        var refused = Assert.Throws<InvalidOperationException>(() => FunctionRules.CheckNames([Announced("Add", "One.Add"), Announced("add", "Two.Add")]));

        Assert.Equal("Two functions are named Add: One.Add, Two.Add.", refused.Message);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_at_start()
    {
        await using var app = await TestApp.StartAsync();
        var port = $"{app.Http.BaseAddress!.Port}";

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(("FUNCTIONS_PORT", port)));

        Assert.Contains($"Port {port}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_a_start_win_over_the_environment_and_stay_with_their_app()
    {
        var name = $"ONBEHALF_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, "environment");
        await using var one = await TestApp.StartAsync((name, "one"));
        await using var other = await TestApp.StartAsync();

        Assert.Equal(("one", "environment"), (one.Service<IConfiguration>()[name], other.Service<IConfiguration>()[name]));
    }

    [Fact]
    public async Task A_failing_function_leaves_no_words_with_the_host()
    {
        using var lines = new Lines();
        await using var app = await TestApp.StartAsync(TestApp.Folder, lines, ("AzureFunctionsJobHost__logging__logLevel__default", "Trace"));

        using var response = await app.Http.GetAsync("/Throws");

        Assert.Equal(500, (int)response.StatusCode);
        await Fixtures.Waiting.UntilAsync(() => lines.Said.Any(static line => line.Contains("System.InvalidOperationException", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines.Said, static line => line.Contains("alice", StringComparison.Ordinal));
    }

    private static WorkerFunction Announced(string name, string entryPoint) =>
        new("id", name, "app.dll", entryPoint, [System.Text.Json.JsonDocument.Parse("""{"type":"httpTrigger","name":"request","direction":"In"}""").RootElement]);

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Said { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
