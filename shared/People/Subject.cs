using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Onbehalf.Ids;

namespace Onbehalf.People;

/// <summary>
/// A person as their identity provider knows them. <paramref name="Key"/> is Entra's <c>oid</c>, elsewhere <c>sub</c>
/// (OIDC Core §2); <paramref name="Name"/> is for display only and decides nothing.
/// </summary>
public sealed record Subject(SubjectId Id, string ProviderId, string Issuer, string? Tenant, string Key, string Name);

/// <summary>A name for showing, made harmless: no control or direction characters, bounded. It decides nothing.</summary>
internal static class DisplayName
{
    private const int MaxLength = 100;

    public static string Of(string? name, string fallback)
    {
        var visible = string.Concat((name ?? "").Where(IsVisible)).Trim();
        if (visible.Length == 0)
            return fallback;
        if (visible.Length <= MaxLength)
            return visible;
        return visible[..(char.IsHighSurrogate(visible[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }

    private static bool IsVisible(char c) => char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

/// <summary>A subject at rest. The id is computed from the rest on reading, so an edited row cannot put one person's id on another.</summary>
internal sealed record StoredSubject(string ProviderId, string Issuer, string? Tenant, string Key, string Name)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static StoredSubject Of(Subject subject) => new(subject.ProviderId, subject.Issuer, subject.Tenant, subject.Key, subject.Name);

    public static string Write(Subject subject) => JsonSerializer.Serialize(Of(subject), Options);

    public static Subject Read(string json) =>
        (JsonSerializer.Deserialize<StoredSubject>(json, Options) ?? throw new FormatException("A message row names no person.")).ToSubject();

    public Subject ToSubject() => new(SubjectId.Of(Issuer, Tenant, Key), ProviderId, Issuer, Tenant, Key, Name);
}
