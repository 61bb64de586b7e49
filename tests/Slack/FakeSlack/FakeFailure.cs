namespace Onbehalf.Tests.Slack;

/// <summary>Slack's failure in place of a normal response.</summary>
internal abstract record FakeFailure
{
    private FakeFailure()
    {
    }

    public sealed record TooMany(string? RetryAfter) : FakeFailure;

    /// <summary>A gateway's page. <paramref name="IsDone"/>: Slack did what was asked before it.</summary>
    public sealed record Html(int Status, bool IsDone) : FakeFailure;

    /// <summary>The connection ends without an answer.</summary>
    public sealed record Cut(bool IsDone) : FakeFailure;

    public sealed record Error(string Code, string? Needed = null) : FakeFailure;

    public sealed record Warning(string Code) : FakeFailure;

    public sealed record Huge : FakeFailure;
}
