using Onbehalf.Ids;

namespace Onbehalf.Sources.Postgres;

/// <summary>Ends a person's open database sessions: a login that was revoked keeps the sessions it has.</summary>
public interface IPersonPools
{
    void Drop(SubjectId subject);
}
