namespace Onbehalf.Tests.Fixtures;

/// <summary>
/// For tests that disable people or change their groups: all apps of a run share one identity provider and one database cluster, so
/// these run one by one, after all others that know people, and put back what they changed.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PeopleChange
{
    public const string Name = "People change";
}
