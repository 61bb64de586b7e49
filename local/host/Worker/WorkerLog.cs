using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Onbehalf.Host.Worker;

/// <summary>
/// Writes the worker's log lines to the host's logger, filtered by host.json. The queue is bounded: overflowing lines are dropped and counted,
/// and never delay an invocation.
/// </summary>
internal sealed partial class WorkerLog : IAsyncDisposable
{
    private const int Waiting = 2_000;

    private readonly Channel<WorkerLogLine> _lines;
    private readonly ILoggerFactory _loggers;
    private readonly Task _writing;
    private int _dropped;

    public WorkerLog(ILoggerFactory loggers)
    {
        _loggers = loggers;
        _lines = Channel.CreateBounded<WorkerLogLine>(
            new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite },
            _ => Interlocked.Increment(ref _dropped));
        _writing = WriteAllAsync();
    }

    public void Write(WorkerLogLine line) => _lines.Writer.TryWrite(line);

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAllAsync()
    {
        await Task.Yield();
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            Log.Said(_loggers.CreateLogger(line.Category), line.Level, line.Text);
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                Log.Dropped(_loggers.CreateLogger<WorkerLog>(), dropped);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Message = "{Text}")]
        public static partial void Said(ILogger logger, LogLevel level, string text);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The worker wrote faster than the host; {Count} lines are missing")]
        public static partial void Dropped(ILogger logger, int count);
    }
}
