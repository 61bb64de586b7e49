using Onbehalf.Demo;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The settings that isolate one app of a run from the others, and a test's own settings.</summary>
public static class AppSettings
{
    public static async Task<Dictionary<string, string>> FreshAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var sidecars = await LocalSidecars.StartWithCompanyAsync();
        var prefix = Azurite.FreshPrefix();
        var fresh = new Dictionary<string, string>
        {
            ["ONBEHALF_HOME"] = sidecars.Home,
            ["FUNCTIONS_PORT"] = "0",
            ["ONBEHALF_TABLE_PREFIX"] = prefix,
            ["ONBEHALF_TASK_HUB"] = $"hub{prefix}",
            ["ONBEHALF_AUDIT_ANCHORS"] = Directory.CreateDirectory(Path.Combine(sidecars.Home, "anchors", prefix)).FullName,
        };
        if (settings?.ContainsKey("ONBEHALF_SOURCES") != true)
            fresh["ONBEHALF_SOURCES"] = DemoSettings.Sources(sidecars, await LocalSidecars.CopyOfCompanyAsync());
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            fresh[name] = value;
        return fresh;
    }
}
