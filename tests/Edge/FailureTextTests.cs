using Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Onbehalf.Functions.Edge;
using Onbehalf.Tests.Worker;
using Onbehalf.Tests.Worker.Functions;

namespace Onbehalf.Tests.Edge;

/// <summary>Logs, traces and the host hear what failed and where, never the words of it.</summary>
public sealed class FailureTextTests
{
    private const string Words = "alice@contoso.example earns 74,000";

    [Fact]
    public void What_is_said_names_kinds_codes_and_places_and_no_words()
    {
        var said = FailureText.Of(Thrown(() => throw new InvalidOperationException(Words, Thrown(() => throw new RequestFailedException(412, Words, "UpdateConditionNotSatisfied", null)))));

        Assert.DoesNotContain("alice", said, StringComparison.Ordinal);
        Assert.StartsWith("System.InvalidOperationException", said, StringComparison.Ordinal);
        Assert.Contains("caused by Azure.RequestFailedException (412 UpdateConditionNotSatisfied)", said, StringComparison.Ordinal);
        Assert.Contains($"at {typeof(FailureTextTests).FullName}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_fails_leaves_no_words_with_the_host()
    {
        var lines = new Lines();
        await using var app = await WorkerApp.StartAsync([typeof(Answers)], builder =>
        {
            builder.UseMiddleware<FailureEdge>();
            builder.Services.AddSingleton<ILoggerProvider>(lines);
        });

        using var response = await app.Http.GetAsync("/Throws");

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains(lines.Said, static line => line.Contains("System.InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.Said, static line => line.Contains("secret", StringComparison.Ordinal));
    }

    private static Exception Thrown(Action act) => Record.Exception(act)!;

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Said)
                Said.Add($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
