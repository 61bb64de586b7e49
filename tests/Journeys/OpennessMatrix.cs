using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Journeys;

/// <summary>
/// Who sees whose answers in one thread, beside who would get the same answer by asking alone: the first should be the second.
/// </summary>
internal static class OpennessMatrix
{
    /// <summary>In the order in which they are asked, and by whom of the room in turn.</summary>
    public static readonly string[] Questions =
    [
        "how many employees by department", "what does our travel policy say about hotels?", "top 5 open deals", "total expenses by category",
        "how many deals by region", "how many tickets by status", "average salary by department", "how many employees by region",
        "how many employees by title", "how many deals by stage", "who are the customers in EMEA", "how many expenses",
        "list the departments", "how many employees", "average amount of deals by stage",
    ];

    /// <summary>Asks every question, one after the other in one thread of all these people; the n-th by the n-th of them, around.</summary>
    public static async Task<IReadOnlyList<OpennessCell>> MeasureAsync(AppFixture app, IReadOnlyList<string> people, IReadOnlyList<string> questions)
    {
        var thread = await app.OpenThreadAsync(people[0], [.. people.Skip(1)]);
        var alone = new Dictionary<(string, string), string?>();
        foreach (var person in people)
        {
            foreach (var question in questions)
                alone[(person, question)] = await AloneAsync(app, person, question);
        }

        var cells = new List<OpennessCell>();
        for (var n = 0; n < questions.Count; n++)
        {
            var asker = people[n % people.Count];
            var end = await ToTheEndAsync(app, asker, await app.SayAsync(asker, thread, questions[n]));
            foreach (var viewer in people.Where(person => person != asker))
            {
                var seen = (await app.MessagesAsync(viewer, thread)).Single(message => message.At("id") == end.Reply).At("visibility") == "open";
                cells.Add(new(asker, questions[n], viewer, alone[(asker, questions[n])] is { } answer && alone[(viewer, questions[n])] == answer, seen, end.Asked));
            }
        }

        return cells;
    }

    /// <summary>Words and rows; null for a question of which a step was refused or failed.</summary>
    private static async Task<string?> AloneAsync(AppFixture app, string person, string question)
    {
        var thread = await app.OpenThreadAsync(person);
        var found = await app.AgreeAsync(person, await app.SayAsync(person, thread, question));
        if (found.Steps().Any(static step => step.At("status") != "succeeded"))
            return null;
        var reply = (await app.MessagesAsync(person, thread)).Single(message => message.At("id") == found.At("reply", "messageId"));
        var rows = new List<string?>();
        foreach (var block in reply.GetProperty("blocks").EnumerateArray())
            rows.Add((await (await app.AsAsync(person)).SendAsync("POST", $"api/blocks/{block.At("id")}/open")).Ok().At("rows"));
        return $"{reply.At("text")}\n{string.Join('\n', rows)}";
    }

    private static async Task<(string Reply, bool Asked)> ToTheEndAsync(AppFixture app, string person, string turn)
    {
        var asked = false;
        var found = await app.AgreeAsync(person, turn, _ => asked = true);
        return (found.At("reply", "messageId")!, asked);
    }
}

/// <summary><paramref name="Asked"/>: the asker had to say yes to a card first.</summary>
internal sealed record OpennessCell(string Asker, string Question, string Viewer, bool Entitled, bool Open, bool Asked);
