namespace Onbehalf.Host.Worker;

/// <summary>The result of one invocation. <see cref="Value"/> is JSON if <see cref="IsJson"/> is true, otherwise text.</summary>
internal sealed record WorkerOutcome(bool Succeeded, string? Value, bool IsJson, string? Failure, string? Stack)
{
    private const int Text = 1;
    private const int Json = 2;

    public static WorkerOutcome Read(ReadOnlyMemory<byte> response)
    {
        var fields = Wire.Read(response);
        var result = Wire.Read(fields[3].FirstOrDefault());
        var failure = result[2].Select(static exception => Wire.Read(exception)).FirstOrDefault();
        var value = Wire.Read(fields[4].FirstOrDefault());
        return new(
            result[4].Select(Wire.NumberOf).FirstOrDefault() == 1,
            value[Json].Concat(value[Text]).Select(Wire.TextOf).FirstOrDefault(),
            value[Json].Any(),
            failure?[2].Select(Wire.TextOf).FirstOrDefault(),
            failure?[1].Select(Wire.TextOf).FirstOrDefault());
    }
}
