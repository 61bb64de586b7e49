using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Turns;

/// <summary>The log lines of a model client.</summary>
internal sealed class ModelLog : ILogger<ModelClient>
{
    public ConcurrentQueue<string> All { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Enqueue(formatter(state, exception));
}
