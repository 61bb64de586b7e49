using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Artifacts;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Plans;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>A question and its plan. <paramref name="Question"/> is null if the text is none.</summary>
internal sealed record Planned(Question? Question, Planning? Plan)
{
    public PlannedQuery? Query => Plan is Planning.Ready { Query: { IsKnown: true } query } ? query : null;

    /// <summary>
    /// Plans the text as a continuation of the earlier messages. Words that mean nothing remove the earlier messages that contain them, so that a
    /// refusal names words of the present text only.
    /// </summary>
    public static Planned Of(Asked asked)
    {
        while (true)
        {
            if (FollowUp.Resolve(asked) is not { } question)
                return new(null, null);
            var plan = PlanOf(asked, question);
            if (plan is not Planning.Unread { Words: var words } || asked.Earlier.IsEmpty || asked.MayDescribe)
                return new(question, plan);
            if (Without(asked, words) is not { } fewer)
                return new(question, new Planning.Unread(OfText(asked.Text, words)));
            asked = fewer;
        }
    }

    public static Planning PlanOf(Asked asked, Question question) => new QueryPlanner(asked.Schema, asked.Speaker, asked.Today, asked.LookedUp).Plan(question);

    /// <summary>Plans the last earlier message that has a plan; null if no message has one.</summary>
    public static Planned? Last(Asked asked)
    {
        for (var at = 0; at < asked.Earlier.Length; at++)
        {
            if (AsQuestion(asked, asked.Earlier[at]) is not { } text)
                continue;
            if (SqlCommand.IsAsked(text))
            {
                return SqlCommand.Read(asked, text) is { } typed
                    ? new(null, new Planning.Ready(new(typed.Source, typed.Sql, "my query", "my query", ResultShape.Rows, IsKnown: true)))
                    : null;
            }

            var planned = Of(asked with { Text = text, Earlier = asked.Earlier[(at + 1)..] });
            if (planned.Plan is Planning.Ready or Planning.LookUp)
                return planned;
        }

        return null;
    }

    /// <summary>Returns the question in an earlier message. A request for an artifact has its subject. Null for small talk.</summary>
    public static string? AsQuestion(Asked asked, string text) =>
        SmallTalk.Answer(asked with { Text = text }) is not null || SmallTalk.AsksForHelp(text) ? null : ArtifactTalk.QuestionIn(asked, text);

    private static Asked? Without(Asked asked, ImmutableArray<string> words)
    {
        var typed = Tokens.Of(asked.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var others = words.SelectMany(static word => Tokens.Of(word)).Where(word => !typed.Contains(word)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<string> kept = [.. asked.Earlier.Where(text => !Tokens.Of(text).Any(others.Contains))];
        return kept.Length < asked.Earlier.Length ? asked with { Earlier = kept } : null;
    }

    private static ImmutableArray<string> OfText(string text, ImmutableArray<string> words)
    {
        var typed = Tokens.Of(text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<string> own = [.. words.Where(word => Tokens.Of(word).Any(typed.Contains))];
        return own.IsEmpty ? [text] : own;
    }
}
