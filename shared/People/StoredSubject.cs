using System.Text.Json;
using System.Text.Json.Serialization;
using Onbehalf.Ids;

namespace Onbehalf.People;

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
