using System.Net;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Wiki;

namespace Onbehalf.Tests.Journeys;

/// <summary>Compares the visibility of answers in one thread with the answers that members get by asking alone. Both should match.</summary>
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

    /// <summary>The same kinds of questions, more of them: for a benchmark.</summary>
    public static readonly string[] MoreQuestions =
    [
        .. Questions,
        "how many customers by industry", "top 10 deals", "how many deals in EMEA", "how many deals in AMER", "total amount of deals by region", "largest deal",
        "how many open tickets", "how many tickets by priority", "list the urgent tickets", "highest salary", "top 3 departments by average salary",
        "how many employees in Sales", "who was hired this year", "total expenses by status", "average amount of expenses by department", "how many expenses by category",
        "total expenses by employee", "what does the travel policy say about flights?", "what does the wiki say about onboarding?", "what does the wiki say about expenses?",
        "what does the wiki say about salaries?", "what does the wiki say about discounts?", "how many departments by location", "list the customers", "how many won deals",
    ];

    /// <summary>Returns the answers for each of these people when they ask alone.</summary>
    public static async Task<IReadOnlyDictionary<(string Person, string Question), string?>> AloneAsync(AppFixture app, IReadOnlyList<string> people, IReadOnlyList<string> questions)
    {
        var alone = new Dictionary<(string, string), string?>();
        foreach (var person in people)
        {
            foreach (var question in questions)
                alone[(person, question)] = await AloneAsync(app, person, question);
        }

        return alone;
    }

    /// <summary>Asks every question, one after the other in one thread of all these people; the n-th by the n-th of them, around.</summary>
    /// <param name="alone">What <see cref="AloneAsync(AppFixture, IReadOnlyList{string}, IReadOnlyList{string})"/> found for them, or for more people and questions.</param>
    public static async Task<IReadOnlyList<OpennessCell>> MeasureAsync(
        AppFixture app, IReadOnlyList<string> people, IReadOnlyList<string> questions, IReadOnlyDictionary<(string Person, string Question), string?> alone)
    {
        var thread = await app.OpenThreadAsync(people[0], [.. people.Skip(1)]);
        return await MeasureAsync(app, thread, people, [.. questions.Select((question, n) => (people[n % people.Count], question))], alone);
    }

    /// <param name="thread">A thread of these people.</param>
    /// <param name="asked">Each question with the one of them who asks it.</param>
    public static async Task<IReadOnlyList<OpennessCell>> MeasureAsync(
        AppFixture app,
        string thread,
        IReadOnlyList<string> people,
        IReadOnlyList<(string Asker, string Question)> asked,
        IReadOnlyDictionary<(string Person, string Question), string?> alone)
    {
        var cells = new List<OpennessCell>();
        foreach (var (asker, question) in asked)
        {
            var (reply, waited) = await ToTheEndAsync(app, asker, await app.SayAsync(asker, thread, question));
            var wiki = WikiOf((await app.MessagesAsync(asker, thread)).Single(message => message.At("id") == reply));
            foreach (var viewer in people.Where(person => person != asker))
            {
                var entitled = wiki.Count > 0
                    ? await ReadsAsync(app, viewer, wiki)
                    : alone[(asker, question)] is { } answer && alone[(viewer, question)] == answer;
                var seen = (await app.MessagesAsync(viewer, thread)).Single(message => message.At("id") == reply).At("visibility") == "open";
                cells.Add(new(reply, asker, question, viewer, entitled, seen, waited));
            }
        }

        return cells;
    }

    /// <summary>The spaces and pages that an answer rests on. The wiki is searched in an order that depends on who is in the room: the same question alone may find another page.</summary>
    private static IReadOnlyList<string> WikiOf(JsonElement reply) =>
    [
        .. reply.GetProperty("touched").EnumerateArray().Where(static touched => touched.At("source") == WikiRights.Name).Select(static touched => touched.At("relation")!),
    ];

    private static async Task<bool> ReadsAsync(AppFixture app, string person, IReadOnlyList<string> wiki)
    {
        var client = await app.AsAsync(person);
        var spaces = (await client.SendAsync("GET", "api/wiki/spaces?limit=100")).Ok().GetProperty("items").EnumerateArray().Select(static space => space.At("id")).ToHashSet();
        foreach (var place in wiki.Where(place => !spaces.Contains(place)))
        {
            if ((await client.SendAsync("GET", $"api/wiki/pages/{place}")).Status != HttpStatusCode.OK)
                return false;
        }

        return true;
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
internal sealed record OpennessCell(string Reply, string Asker, string Question, string Viewer, bool Entitled, bool Open, bool Asked)
{
    /// <summary>
    /// The viewer reads every row of what was asked about: finance all deals, customers, tickets and expenses, support all customers. The asker's
    /// part of them is less than the viewer's own answer, so the two differ although the viewer may see both.
    /// </summary>
    public bool ViewerSeesEveryRow => Viewer switch
    {
        "carol" => Mentions("deal", "customer", "ticket", "expense"),
        "dan" => Mentions("customer"),
        _ => false,
    };

    private bool Mentions(params string[] words) => words.Any(word => Question.Contains(word, StringComparison.OrdinalIgnoreCase));
}
