using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Audit;

/// <summary>The person as they were known when they acted. <paramref name="Name"/> answers "who did this?".</summary>
public sealed record AuditPerson(SubjectId Id, string Issuer, string Name)
{
    /// <summary>The sender of a request without a known person, such as a webhook with a wrong signature.</summary>
    public static AuditPerson Nobody { get; } = new(SubjectId.Parse(new string('a', SubjectId.Length)), "", "nobody");

    public static AuditPerson Of(Subject subject) => new(subject.Id, subject.Issuer, subject.Name);
}
