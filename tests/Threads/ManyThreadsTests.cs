using System.Net.Http.Json;
using System.Text.Json;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

public sealed class ManyThreadsTests
{
    private const int Many = 1_000;
    private const int LargestPage = 200;

    [Fact]
    public async Task A_thousand_unread_threads_are_listed_once_each_in_pages_of_bounded_cost()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var author = await stage.AuthorityAsync(alice);
        Assert.True(MessageText.TryParse("hello", out var hello));
        await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancellation) =>
        {
            var thread = await stage.Get<ThreadStore>().CreateAsync(alice, null, [Participant.Of(bob)], cancellation);
            await stage.Get<MessageStore>().AppendAsync(author, thread.Thread.Id, hello, null, forAgent: false, cancellation);
        });
        using var client = stage.Client(bob);

        var (found, pages) = (new List<JsonElement>(), new List<int>());
        for (string? continuation = ""; continuation is not null;)
        {
            using var count = new StorageCount();
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/threads?limit={LargestPage}{(continuation.Length > 0 ? $"&continuation={continuation}" : "")}");
            pages.Add(count.Requests);
            found.AddRange(page.GetProperty("items").EnumerateArray());
            continuation = page.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }

        Assert.Equal(Many, found.DistinctBy(static thread => thread.GetProperty("id").GetString()).Count());
        Assert.All(found, static thread => Assert.Equal(1, thread.GetProperty("unread").GetInt64()));
        Assert.Equal(Many / LargestPage, pages.Count);
        Assert.All(pages, static requests => Assert.InRange(requests, 1, (2 * LargestPage) + 20));
    }
}
