using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Local;

internal static partial class FunctionLog
{
    public static void Failed(IServiceProvider services, LocalFunction function, Exception failure) =>
        Failed(services.GetRequiredService<ILoggerFactory>().CreateLogger($"Function.{function.Name}"), function.Name, failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Executed 'Functions.{Function}' (Failed)")]
    public static partial void Failed(ILogger logger, string function, Exception failure);
}
