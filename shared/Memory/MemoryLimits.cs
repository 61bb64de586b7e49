using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Memory;

/// <summary>Limits of one person's memory. docs/reference.md lists the settings.</summary>
public sealed record MemoryLimits(int Entries, int Characters, int Recalled)
{
    public static MemoryLimits From(IConfiguration configuration) => new(
        Positive(configuration, "ONBEHALF_MEMORY_ENTRIES", 200),
        Positive(configuration, "ONBEHALF_MEMORY_CHARACTERS", 1_000),
        Positive(configuration, "ONBEHALF_MEMORY_RECALLED", 40));

    private static int Positive(IConfiguration configuration, string setting, int otherwise) => configuration[setting] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{setting} must be a whole number above 0, not '{text}'."),
    };
}
