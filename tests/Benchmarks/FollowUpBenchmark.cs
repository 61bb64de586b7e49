using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Benchmarks;

/// <summary>
/// How often a second speaker's follow-up to a first speaker's question works without anything that is locked for the second: it says
/// exactly what it would say had the second asked both themselves, in a thread of their own; and where the follow-up is about the answer, it
/// holds the words of that answer. With the demo planner.
/// </summary>
internal static class FollowUpBenchmark
{
    private const int Shown = 160;
    private const string AtLeast = "90 %";

    /// <summary>As much of the answers as is open to the second.</summary>
    private const string AsEntitled = "what is open to them";

    private static readonly (string Question, string FollowUp)[] OfTheQuestion =
    [
        ("top 5 open deals", "top 10 instead"),
        ("top 5 open deals", "now only for negotiation"),
        ("how many deals by region", "now only for EMEA"),
        ("how many deals by stage", "and last quarter?"),
        ("average amount of deals by stage", "by region instead"),
        ("total expenses by category", "now only for travel"),
        ("how many employees by department", "by region instead"),
        ("how many employees by region", "now only for Sales"),
    ];

    /// <summary>These need the words of the answer itself.</summary>
    private static readonly (string Question, string FollowUp)[] OfTheAnswer =
    [
        ("how many employees by department", "add that to the wiki"),
        ("how many deals", "add that to the wiki"),
        ("what does our travel policy say about hotels?", "add that to the wiki"),
    ];

    public static async Task RunAsync()
    {
        await using var app = await InProcessApp.StartAsync(new Dictionary<string, string> { ["ONBEHALF_MAX_MESSAGES_PER_MINUTE"] = "100000" });
        await PrintAsync(app, "equal rights", AtLeast, [("bob", "mallory"), ("mallory", "bob")]);
        await PrintAsync(app, "the second may see more", AtLeast, [("bob", "carol")]);
        await PrintAsync(app, "the second may see less", AsEntitled, [("carol", "bob"), ("carol", "erin")]);
        await PrintAsync(app, "each sees what the other may not", AsEntitled, [("alice", "bob"), ("erin", "bob")]);
    }

    private static async Task PrintAsync(InProcessApp app, string rights, string goal, (string First, string Second)[] pairs)
    {
        var question = await RateAsync(app, pairs, OfTheQuestion);
        var (answered, open) = await OfTheAnswerAsync(app, pairs);
        Console.WriteLine($"follow-up by a second speaker, {rights,-34} of the question {question:P0}   of the answer {answered:P0} (open to them {open:P0})   goal {goal}");
    }

    private static async Task<double> RateAsync(InProcessApp app, (string First, string Second)[] pairs, (string Question, string FollowUp)[] talks)
    {
        var worked = 0;
        foreach (var (first, second) in pairs)
        {
            foreach (var (question, followUp) in talks)
            {
                var (together, alone) = (await AfterAsync(app, first, second, question, followUp), await AfterAsync(app, second, second, question, followUp));
                if (together == alone)
                    worked++;
                else
                    Console.WriteLine($"   {second} after {first}, \"{question}\", \"{followUp}\": {Start(together)} | alone: {Start(alone)}");
            }
        }

        return worked / (double)(pairs.Length * talks.Length);
    }

    /// <summary>How often what the second does with the first's answer holds that answer's words, and how often they may see it at all.</summary>
    private static async Task<(double Answered, double Open)> OfTheAnswerAsync(InProcessApp app, (string First, string Second)[] pairs)
    {
        var (answered, open, all) = (0, 0, 0);
        foreach (var (first, second) in pairs)
        {
            foreach (var (question, followUp) in OfTheAnswer)
            {
                var thread = await app.OpenThreadAsync(first, second);
                var said = (await app.AskAsync(first, thread, question)).At("reply", "text")!;
                open += (await app.MessagesAsync(second, thread))[^1].At("visibility") == "open" ? 1 : 0;
                answered += (await ToldAsync(app, second, await app.SayAsync(second, thread, followUp))).Contains(JsonEncodedText.Encode(said).ToString(), StringComparison.Ordinal) ? 1 : 0;
                all++;
            }
        }

        return (answered / (double)all, open / (double)all);
    }

    private static string Start(string told) => told.ReplaceLineEndings(" ") is var line && line.Length > Shown ? line[..Shown] : line;

    private static async Task<string> AfterAsync(InProcessApp app, string first, string second, string question, string followUp)
    {
        var thread = first == second ? await app.OpenThreadAsync(first) : await app.OpenThreadAsync(first, second);
        await app.AskAsync(first, thread, question);
        return await ToldAsync(app, second, await app.SayAsync(second, thread, followUp));
    }

    /// <summary>Returns the answer, or the card of a pending confirmation.</summary>
    private static async Task<string> ToldAsync(InProcessApp app, string person, string turn)
    {
        var now = await app.TurnAsync(person, turn, static found => found.At("status") != "running");
        if (Card.Of(now) is not { } card)
            return now.At("reply", "text") ?? "";
        (await (await app.InBrowserAsync(person)).DecideAsync(card, approve: false)).Ok();
        await app.EndOfAsync(person, turn);
        return card.Shown.At("fields")!;
    }
}
