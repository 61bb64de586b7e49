using Microsoft.Extensions.Logging;

namespace Onbehalf.Host.Worker;

/// <summary>A log line of the worker, sent as the protocol's <c>RpcLog</c>.</summary>
internal sealed record WorkerLogLine(string Category, LogLevel Level, string Text)
{
    public static WorkerLogLine Read(ReadOnlyMemory<byte> log)
    {
        var fields = Wire.Read(log);
        var text = fields[4].Select(Wire.TextOf).FirstOrDefault() ?? "";
        var failure = fields[6].Select(static exception => Wire.Read(exception)[2].Select(Wire.TextOf).FirstOrDefault()).FirstOrDefault();
        return new(
            fields[2].Select(Wire.TextOf).FirstOrDefault() ?? "Worker",
            (LogLevel)fields[3].Select(Wire.NumberOf).FirstOrDefault(),
            failure is null ? text : $"{text} {failure}");
    }
}
