using System.Globalization;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The number of cases of a generated test: the value of its own variable, else by <c>ONBEHALF_TEST_SIZE</c> (<c>small</c> or <c>full</c>).</summary>
internal static class TestSize
{
    private const string Variable = "ONBEHALF_TEST_SIZE";

    public static int Of(string variable, int small, int full) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } number
        ? int.Parse(number, CultureInfo.InvariantCulture)
        : Environment.GetEnvironmentVariable(Variable) switch
        {
            null or "" or "small" => small,
            "full" => full,
            var other => throw new InvalidOperationException($"{Variable} is small or full, not '{other}'."),
        };
}
