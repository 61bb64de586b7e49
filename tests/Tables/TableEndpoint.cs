namespace Onbehalf.Tests.Tables;

internal static class TableEndpoint
{
    public static string ConnectionString { get; } =
        Environment.GetEnvironmentVariable("ONBEHALF_TEST_TABLES") ?? "UseDevelopmentStorage=true";
}
