using Azure;
using Onbehalf.Functions.Edge;
using Onbehalf.Orchestrations;

namespace Onbehalf.Tests.Edge;

/// <summary>Logs, traces and the host receive the type and place of a failure, never content.</summary>
public sealed class FailureTextTests
{
    private const string Words = "alice@contoso.example earns 74,000";

    [Fact]
    public void What_is_said_names_kinds_codes_and_places_and_no_words()
    {
        var said = FailureText.Of(Thrown(() => throw new InvalidOperationException(Words, Thrown(() => throw new RequestFailedException(412, Words, "UpdateConditionNotSatisfied", null)))));

        Assert.DoesNotContain("alice", said, StringComparison.Ordinal);
        Assert.StartsWith("System.InvalidOperationException", said, StringComparison.Ordinal);
        Assert.Contains("caused by Azure.RequestFailedException (412 UpdateConditionNotSatisfied)", said, StringComparison.Ordinal);
        Assert.Contains($"at {typeof(FailureTextTests).FullName}", said, StringComparison.Ordinal);
    }

    private static Exception Thrown(Action act) => Record.Exception(act)!;
}
