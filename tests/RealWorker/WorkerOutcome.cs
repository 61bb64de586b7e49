namespace Onbehalf.Tests.RealWorker;

/// <summary>What the worker told the host of one invocation. The value is text or JSON, as it came.</summary>
internal sealed record WorkerOutcome(bool Succeeded, string? Value, string? Failure)
{
    public static WorkerOutcome Read(ReadOnlyMemory<byte> response)
    {
        var fields = Wire.Read(response);
        var result = Wire.Read(fields[3].FirstOrDefault());
        var failure = result[2].Select(static exception => Wire.Read(exception)[2].Select(Wire.TextOf).FirstOrDefault()).FirstOrDefault();
        var value = fields[4].SelectMany(static data => Wire.Read(data)).SelectMany(static field => field).Select(Wire.TextOf).FirstOrDefault();
        return new(result[4].Select(Wire.NumberOf).FirstOrDefault() == 1, value, failure);
    }
}
