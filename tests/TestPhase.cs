namespace Onbehalf.Tests;

/// <summary>When a collection runs, and beside what.</summary>
internal enum TestPhase
{
    Free,
    Waits,
    ChangesPeople,
    KnowsNobody,
    Alone,
}
