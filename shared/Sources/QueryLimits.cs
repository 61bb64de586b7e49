using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Sources;

public sealed record QueryLimits(int Rows, int Bytes, TimeSpan Deadline, int Characters = 20_000)
{
    public static QueryLimits From(IConfiguration configuration) => new(
        Number(configuration, "ONBEHALF_QUERY_ROWS", 1_000),
        Number(configuration, "ONBEHALF_QUERY_BYTES", 1_048_576),
        TimeSpan.FromSeconds(Number(configuration, "ONBEHALF_QUERY_SECONDS", 2)));

    internal static int Number(IConfiguration configuration, string name, int otherwise) =>
        configuration[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new InvalidOperationException($"{name} must be a whole number above zero.");
}
