using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Identity;

/// <summary>How settings in JSON are read: an unknown member is a mistake, and an app with a mistake in its settings does not start.</summary>
internal static class SettingJson
{
    public static JsonSerializerOptions Strict { get; } = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
}
