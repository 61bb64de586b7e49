using System.Globalization;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The first seed of generated tests that count their seeds up: <c>ONBEHALF_TEST_SEED</c>, or 1. It does not depend on their number of cases.</summary>
internal static class TestSeed
{
    public static int First { get; } = Environment.GetEnvironmentVariable("ONBEHALF_TEST_SEED") is { Length: > 0 } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : 1;
}
