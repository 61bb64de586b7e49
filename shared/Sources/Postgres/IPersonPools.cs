using Onbehalf.Ids;

namespace Onbehalf.Sources.Postgres;

/// <summary>Closes a person's open database sessions, because the revocation of a login does not end them.</summary>
public interface IPersonPools
{
    void Drop(SubjectId subject);
}
