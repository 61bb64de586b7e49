using Azure;
using Microsoft.DurableTask.Local.Storage;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local;

/// <summary>Repeats a background duty until the hub halts; a store that is down or refuses makes it pause, not end.</summary>
internal static partial class Loop
{
    private static readonly TimeSpan Refused = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Engine engine, Func<CancellationToken, Task> duty)
    {
        var halted = engine.Halted.Token;
        while (!halted.IsCancellationRequested)
        {
            try
            {
                await duty(halted);
            }
            catch (OperationCanceledException) when (halted.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is RequestFailedException || Transient.Is(exception, halted))
            {
                Log.Failed(engine.Logger, exception);
                var pause = Transient.Is(exception, halted) ? Transient.Pause : Refused;
                await Task.Delay(pause, engine.Clock, halted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The task hub's store could not be used; trying again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
