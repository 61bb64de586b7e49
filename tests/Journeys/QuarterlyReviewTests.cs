using System.Net;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Journeys;

/// <summary>The story of the shared thread, sentence by sentence.</summary>
[Collection(PeopleChange.Name)]
public sealed class QuarterlyReviewTests(QuarterlyReview story) : IClassFixture<QuarterlyReview>
{
    private const string LegalSalary = "122262.5";

    [Fact]
    public void Alices_answer_about_salaries_opens_for_her_Bob_sees_her_question_and_a_locked_card()
    {
        var (hers, his) = (story.Replies("after salaries, alice")[0], story.Replies("after salaries, bob")[0]);

        Assert.Equal("open", hers.At("visibility"));
        Assert.Contains(LegalSalary, hers.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("average salary by department", story.Seen("after salaries, bob").Text, StringComparison.Ordinal);
        Assert.Equal("locked", his.At("visibility"));
        Assert.Equal("Alice", his.At("askedBy", "name"));
        Assert.Equal(["askedBy", "at", "from", "id", "threadId", "visibility"], Names(his));
    }

    [Fact]
    public void Her_answer_about_headcount_rests_on_columns_Bob_may_read_and_is_open_to_both_at_once()
    {
        var his = story.Replies("after headcount, bob")[1];

        Assert.Equal(("open", "open"), (story.Replies("after headcount, alice")[1].At("visibility"), his.At("visibility")));
        Assert.Equal(story.Replies("after headcount, alice")[1].At("text"), his.At("text"));
    }

    [Fact]
    public void Carol_who_may_see_more_than_Bob_in_everything_his_deals_answer_touched_opens_it()
    {
        var carols = story.Replies("after deals, carol")[2];

        Assert.Equal(("open", "locked"), (carols.At("visibility"), story.Replies("after deals, alice")[2].At("visibility")));
        Assert.Equal(story.Replies("after deals, bob")[2].At("text"), carols.At("text"));
        Assert.Null(carols.GetProperty("blocks")[0].At("rows"));
        Assert.Contains(story.Seen("Bob's table opened, carol").Ok().GetProperty("rows").EnumerateArray(), static row => !row.GetRawText().Contains("EMEA", StringComparison.Ordinal));
    }

    [Fact]
    public void Bob_says_now_only_for_EMEA_and_the_agent_fetches_again_as_Bob_from_what_he_may_see()
    {
        var (bobs, carols) = (story.Replies("after EMEA, bob")[^1], story.Replies("after EMEA, bob")[^2]);
        var query = story.Seen("Bob's acts").Ok().GetProperty("items").EnumerateArray().First(row => row.At("turnId") == bobs.At("turnId") && row.At("tool") == "query_data");

        Assert.Equal(("open", "locked"), (bobs.At("visibility"), carols.At("visibility")));
        Assert.Equal(("Bob", "Bob", "Bob"), (bobs.At("askedBy", "name"), bobs.At("ranAs", "name"), query.At("subject", "name")));
        Assert.Equal("EMEA 1762", string.Join(' ', bobs.GetProperty("blocks")[0].GetProperty("rows")[0].EnumerateArray()));
        Assert.NotEmpty(story.SentFor("now only for EMEA"));
        Assert.All(story.SentFor("now only for EMEA"), static request => Assert.False(request.Contains("AMER")));
    }

    [Fact]
    public void Alice_shares_one_answer_after_a_preview_and_Bob_reads_it_from_then_on_also_as_context()
    {
        var shared = story.Replies("after sharing, bob")[0];

        Assert.Equal(("shared", story.Seen("preview").Ok().At("text")), (shared.At("visibility"), shared.At("text")));
        Assert.Contains(LegalSalary, shared.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(story.SentFor("thanks"), static request => request.Contains(LegalSalary));
        Assert.Equal("open", story.Replies("after thanks, bob")[^1].At("visibility"));
    }

    [Fact]
    public void She_takes_it_back_and_what_was_derived_from_it_locks_too()
    {
        var left = story.Replies("after taking back, bob");

        Assert.Equal(HttpStatusCode.NoContent, story.Seen("taken back").Status);
        Assert.Equal(("locked", "locked"), (left[0].At("visibility"), left[^1].At("visibility")));
        Assert.DoesNotContain(LegalSalary, story.Seen("after taking back, bob").Text, StringComparison.Ordinal);
        Assert.NotEmpty(story.SentFor("thank you"));
        Assert.All(story.SentFor("thank you"), static request => Assert.False(request.Contains(LegalSalary)));
    }

    [Fact]
    public void Alice_is_moved_out_of_HR_and_her_own_old_salary_answers_lock_for_her()
    {
        var (before, after) = (story.Replies("before she leaves HR, alice"), story.Replies("after she left HR, alice"));

        Assert.Equal(("open", "locked"), (before[0].At("visibility"), after[0].At("visibility")));
        Assert.DoesNotContain(LegalSalary, story.Seen("after she left HR, alice").Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, story.Seen("sharing after she left HR").Status);
    }

    [Fact]
    public void What_does_our_travel_policy_say_about_hotels_is_answered_from_the_wiki_with_the_page_linked()
    {
        var (reply, page) = (story.Replies("hotels, bob")[0], story.Seen("the page, bob").Ok());

        Assert.Contains("180 EUR", reply.At("text"), StringComparison.Ordinal);
        Assert.Contains($"[Travel policy](/wiki/p/{page.At("id")})", reply.At("text"), StringComparison.Ordinal);
        Assert.Contains(reply.GetProperty("touched").EnumerateArray(), touched => touched.At("relation") == page.At("id"));
        Assert.Contains("180 EUR", page.At("text"), StringComparison.Ordinal);
    }

    [Fact]
    public void Dan_does_not_learn_that_the_page_exists()
    {
        Assert.Equal(["askedBy", "at", "from", "id", "threadId", "visibility"], Names(story.Replies("hotels, dan")[0]));
        Assert.Equal("There is no wiki that I could look into for you.", story.Replies("hotels alone, dan")[0].At("text"));
        Assert.Equal(HttpStatusCode.NotFound, story.Seen("the page, dan").Status);
        Assert.Equal(story.Seen("no page, dan"), story.Seen("the page, dan"));
        Assert.Empty(story.Seen("search, dan").Ok().GetProperty("items").EnumerateArray());
    }

    [Fact]
    public void Add_that_to_the_wiki_waits_on_a_card_with_exact_text_target_and_audience_until_she_confirms()
    {
        var (card, page) = (story.Draft.Shown, story.Seen("the written page").Ok());
        var text = card.GetProperty("fields").EnumerateArray().Single(static field => field.At("name") == "text").At("newValue");

        Assert.Contains("180 EUR", text, StringComparison.Ordinal);
        Assert.Contains("What does our travel policy say about hotels (new)", card.At("target"), StringComparison.Ordinal);
        Assert.StartsWith("read by everyone in ", card.At("audience"), StringComparison.Ordinal);
        Assert.DoesNotContain("say about hotels", story.Seen("pages before the yes").Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (story.Seen("a token's yes").Status, story.Seen("the yes").Status));
        Assert.Equal((text, "Alice"), (page.At("text"), page.At("author", "name")));
    }

    [Fact]
    public void A_page_by_mallory_that_says_read_salaries_and_post_them_achieves_nothing()
    {
        var acts = story.Seen("Alice's acts").Ok().GetProperty("items").EnumerateArray().ToArray();

        Assert.Contains("Mallory", story.Trap.Shown.At("textAuthors"), StringComparison.Ordinal);
        Assert.Equal(("Friends / Public", "Replace version 1 of a wiki page"), (story.Trap.Shown.At("target"), story.Trap.Shown.At("title")));
        Assert.Contains("Mallory", story.Trap.Shown.At("textAuthors"), StringComparison.Ordinal);
        Assert.Equal("empty", story.Seen("the page while it waits, mallory").Ok().At("text"));
        Assert.Equal("empty", story.Seen("the page after, mallory").Ok().At("text"));
        Assert.Equal("locked", story.Replies("the thread, mallory")[0].At("visibility"));
        Assert.Equal(["id", "speaker", "status"], Names(story.Seen("the turn, mallory").Ok()));
        Assert.Contains(acts, row => row.At("tool") == "write_page" && row.At("textAuthors")!.Contains(story.App.SubjectOf("mallory").Value, StringComparison.Ordinal));
        Assert.DoesNotContain(acts, static row => row.At("tool") == "write_page" && row.At("decision") == "succeeded");
    }

    [Fact]
    public void On_every_message_they_may_see_people_read_who_asked_as_whom_it_ran_which_tool_and_when_and_open_the_audit_row()
    {
        var open = new[] { "alice", "bob", "carol" }.SelectMany(viewer => story.Replies($"after EMEA, {viewer}")).Where(static reply => reply.At("visibility") == "open").ToArray();
        var (carols, acts) = (story.Replies("after deals, carol")[2], story.Seen("the acts behind Bob's deals, carol").Ok().GetProperty("items").EnumerateArray().ToArray());

        Assert.All(open, static reply =>
        {
            Assert.NotNull(reply.At("askedBy", "name"));
            Assert.NotNull(reply.At("ranAs", "name"));
            Assert.NotNull(reply.At("at"));
            Assert.All(reply.GetProperty("steps").EnumerateArray(), static step => Assert.False(step.At("tool") is null || step.At("at") is null || step.At("auditId") is null));
        });
        Assert.All(carols.GetProperty("steps").EnumerateArray(), step => Assert.Contains(acts, row => row.At("id") == step.At("auditId") && row.At("tool") == step.At("tool")));
        Assert.All(acts, row => Assert.Equal(("Bob", carols.At("turnId")), (row.At("subject", "name"), row.At("turnId"))));
        Assert.All(acts, static row => Assert.True(row.At("details") is null or "null"));
        Assert.Equal(HttpStatusCode.NotFound, story.Seen("the acts behind Bob's deals, alice").Status);
    }

    private static string[] Names(JsonElement body) => [.. body.EnumerateObject().Select(static property => property.Name).Order(StringComparer.Ordinal)];
}
