using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Identity;

/// <summary>Finds people by name, in the directories and among those who have signed in.</summary>
public sealed class FindPeople(PeopleStore people)
{
    private const int LongestQuery = 100;

    [Function(nameof(FindPeople))]
    [Person(Freshness.Read)]
    [Description("People of the directory, or who have signed in.")]
    [Query("q", "part of a name")]
    [Answers(200, typeof(Listing<Person>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/people")] HttpRequest request)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        var query = request.Query["q"].ToString().Trim();
        if (query.Length > LongestQuery)
            return Problem.BadRequest("query", $"q may have at most {LongestQuery} characters.");
        var cancellation = request.HttpContext.RequestAborted;
        var found = await people.SearchAsync(query, page.Limit, cancellation);
        return HttpAnswer.List<Person>([.. found.Select(static person => new Person(person.Id, person.Name))]);
    }
}

internal sealed record Person(SubjectId Subject, string Name);
