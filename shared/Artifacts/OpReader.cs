using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>Reads ops from untrusted JSON.</summary>
public static class OpReader
{
    /// <returns>Null when the ops are well-formed.</returns>
    public static OpProblem? Read(JsonElement json, out ImmutableArray<ArtifactOp> ops)
    {
        ops = [];
        if (json.ValueKind is not JsonValueKind.Array)
            return new("ops", "ops is a list.");
        if (json.GetArrayLength() is 0 or > ArtifactLimits.OpsAtOnce)
            return new("too-many-ops", $"A request has 1 to {ArtifactLimits.OpsAtOnce} ops.");
        var read = ImmutableArray.CreateBuilder<ArtifactOp>();
        foreach (var one in json.EnumerateArray())
        {
            try
            {
                ReadStrings(one);
                if (one.ValueKind is not JsonValueKind.Object || one.Deserialize<ArtifactOp>(ArtifactJson.Options) is not { } op || op is ArtifactOp.Purge)
                    return Malformed(read.Count, "$");
                read.Add(op);
            }
            catch (JsonException malformed)
            {
                return Malformed(read.Count, malformed.Path);
            }
            catch (NotSupportedException)
            {
                return Malformed(read.Count, "$.op");
            }
            catch (InvalidOperationException)
            {
                // A string with an unpaired surrogate cannot be read.
                return Malformed(read.Count, "$");
            }
        }

        return ReadAsStored(read, out ops);
    }

    /// <summary>Writes the ops in the format of the log and reads them back, so that the checks see the stored form.</summary>
    private static OpProblem? ReadAsStored(ImmutableArray<ArtifactOp>.Builder read, out ImmutableArray<ArtifactOp> ops)
    {
        ops = [];
        try
        {
            var stored = Write(read);
            if (stored.Length > ArtifactLimits.BytesOfOps)
                return new("ops-too-large", $"The ops of a request have at most {ArtifactLimits.BytesOfOps / 1024} KiB.");
            ops = Read(stored);
            return null;
        }
        catch (Exception unfit) when (unfit is JsonException or InvalidOperationException)
        {
            return Malformed(0, null);
        }
    }

    internal static byte[] Write(IEnumerable<ArtifactOp> ops) => JsonSerializer.SerializeToUtf8Bytes(ops, ArtifactJson.Options);

    internal static ImmutableArray<ArtifactOp> Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<ImmutableArray<ArtifactOp>>(bytes, ArtifactJson.Options);

    /// <summary>Throws on a string that is not valid Unicode. A value inside an op would otherwise fail where it is used.</summary>
    private static void ReadStrings(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var one in json.EnumerateArray())
                    ReadStrings(one);
                break;
            case JsonValueKind.Object:
                foreach (var one in json.EnumerateObject())
                    ReadStrings(one.Value);
                break;
        }
    }

    private static OpProblem Malformed(int index, string? path) => new("op", $"Op {index} is not one of an artifact: look at {path ?? "$"}.");
}
