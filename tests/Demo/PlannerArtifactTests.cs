namespace Onbehalf.Tests.Demo;

/// <summary>Sentences that ask for an artifact or change one, in the words people type, and what is then made. Nothing is made of any other sentence.</summary>
public sealed class PlannerArtifactTests
{
    private const string Deals = "deals by stage";

    [Theory]
    [InlineData("a to-do list for the launch", "list launch to-do | task:text, owner:person, due:date")]
    [InlineData("todo list for the launch please", "list launch to-do | task:text, owner:person, due:date")]
    [InlineData("can you make me a to do list for the launch?", "list launch to-do | task:text, owner:person, due:date")]
    [InlineData("I need a checklist for the launch", "list launch checklist | task:text, owner:person, due:date")]
    [InlineData("let's have a launch checklist", "list launch checklist | task:text, owner:person, due:date")]
    [InlineData("Create a task list for onboarding.", "list onboarding to-do | task:text, owner:person, due:date")]
    [InlineData("@agent could you please create a shared list for the offsite", "list offsite | task:text, owner:person, due:date")]
    [InlineData("make a list of ideas with owner and priority", "list ideas | task:text, owner:person, priority:choice")]
    [InlineData("a to-do list for the launch with owner and due date", "list launch to-do | task:text, owner:person, due:date")]
    [InlineData("a to-do list for the launch with owner, next step and a deadline", "list launch to-do | task:text, owner:person, due:date, next step:text")]
    [InlineData("a to-do list called Ship it", "list ship it | task:text, owner:person, due:date")]
    [InlineData("build a bug tracker with status, priority and a link", "list bug | name:text, status:choice, priority:choice, link:link")]
    [InlineData("we need a tracker for renewals", "list renewals | name:text, stage:choice, owner:person, next step:text, due:date")]
    [InlineData("set up a tracker of invoices with amount, due date and paid", "list invoices | name:text, due:date, amount:money, paid:checkbox")]
    [InlineData("a board for the launch", "board launch | card:text, column:choice, owner:person, due:date")]
    [InlineData("could you make us a kanban board for hiring", "board hiring | card:text, column:choice, owner:person, due:date")]
    [InlineData("I'd like a board for the sprint with assignee and estimate", "board sprint | card:text, column:choice, assignee:person, estimate:number")]
    [InlineData("a document for the kickoff", "document kickoff | ")]
    [InlineData("draft a doc about pricing", "document pricing | ")]
    [InlineData("a small form to log visits", "tool visits | name:text, date:date, notes:text")]
    [InlineData("a form to log visits with customer, date and next step", "tool visits | name:text, date:date, customer:text, next step:text")]
    [InlineData("please build a small tool to track expenses with amount and category", "tool expenses | name:text, amount:money, category:text")]
    [InlineData("create a log of visits", "list visits | date:date, what:text, who:person, notes:text")]
    [InlineData("a dashboard for the launch", "dashboard launch | ")]
    public void A_template_gets_the_title_and_the_fields_that_the_sentence_names(string sentence, string made)
    {
        var desk = new PlannerDesk("Bob");

        var answer = desk.Ask(sentence);

        Assert.Equal(made, desk.Shown);
        Assert.Matches(@"^\[[^\]]+\]\(/artifacts/f[a-z2-7]{20}\) is ready: .* Only you see it until you put it in the thread\.", answer);
        Assert.DoesNotContain("query_data", desk.Called);
    }

    [Theory]
    [InlineData("make that a dashboard", "dashboard number of deals by stage | ", "bar")]
    [InlineData("Please make this a dashboard!", "dashboard number of deals by stage | ", "bar")]
    [InlineData("can you turn that into a dashboard", "dashboard number of deals by stage | ", "bar")]
    [InlineData("save that as a dashboard called Pipeline", "dashboard pipeline | ", "bar")]
    [InlineData("pin that as Pipeline", "dashboard pipeline | ", "bar")]
    [InlineData("pin that", "dashboard number of deals by stage | ", "bar")]
    [InlineData("make a dashboard of that", "dashboard number of deals by stage | ", "bar")]
    [InlineData("turn this into a bar chart I can keep", "chart number of deals by stage | ", "bar")]
    [InlineData("make that a pie chart", "chart number of deals by stage | ", "arc")]
    [InlineData("keep that as a chart", "chart number of deals by stage | ", "bar")]
    [InlineData("make that a table", "table number of deals by stage | ", null)]
    [InlineData("put the result into a document", "document number of deals by stage | ", "bar")]
    public void The_query_of_the_last_result_is_kept_without_its_rows(string sentence, string made, string? mark)
    {
        var desk = new PlannerDesk("Bob");

        desk.Ask(Deals, sentence);

        Assert.Equal(made, desk.Shown);
        Assert.Equal("""SELECT "stage", count(*) AS "count" FROM "company"."deals" GROUP BY 1 ORDER BY 2 DESC, 1""", desk.Sql.Single());
        Assert.Equal(mark, desk.Blocks.Single(static block => block.Sql is not null).Chart?.GetProperty("mark").GetString());
        Assert.DoesNotContain("query_data", desk.Called);
    }

    [Theory]
    [InlineData("a dashboard of deals by region", 1)]
    [InlineData("turn deals by region into a dashboard", 1)]
    [InlineData("create a dashboard with deals by region and tickets by priority", 0)]
    [InlineData("build a dashboard showing deals by region and expenses by category", 2)]
    [InlineData("a bar chart of deals by stage I can keep", 1)]
    [InlineData("a dashboard of weather in Paris", 0)]
    public void A_dashboard_has_the_queries_that_the_speaker_can_ask_or_is_not_made(string sentence, int queries)
    {
        var desk = new PlannerDesk("Bob");

        var answer = desk.Ask(sentence);

        Assert.Equal(queries, desk.Made is null ? 0 : desk.Sql.Count());
        Assert.Equal(queries == 0, answer.StartsWith("I did not understand “", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tracker_of_data_has_the_rows_that_the_speaker_may_read_as_copies()
    {
        var desk = new PlannerDesk("Bob");

        var answer = desk.Ask("a tracker of open deals with owner and next step");

        Assert.Equal("list open deals | title:text, owner:text, next step:text", desk.Shown.Replace("next step:text, owner:text", "owner:text, next step:text", StringComparison.Ordinal));
        Assert.Equal(20, desk.Items.Count());
        Assert.Equal("Deal 1", desk.Items.First());
        Assert.Contains("it has the first 20 deals that are open; there are more", answer, StringComparison.Ordinal);
        Assert.Contains(desk.Made!.Items["r1"].Values, static held => held.Value.ToString() == "bob");
    }

    [Fact]
    public void A_ranking_becomes_a_list_with_types_from_its_values()
    {
        var desk = new PlannerDesk("Bob");

        desk.Ask("top 5 open deals", "make that a tracker");

        Assert.Equal(5, desk.Items.Count());
        Assert.Contains("amount:number", desk.Shown, StringComparison.Ordinal);
        Assert.Contains("created on:date", desk.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add a priority", "list launch to-do | task:text, owner:person, due:date, priority:choice")]
    [InlineData("please add a column Budget", "list launch to-do | task:text, owner:person, due:date, budget:money")]
    [InlineData("add a column called Vendor to the list", "list launch to-do | task:text, owner:person, due:date, vendor:text")]
    [InlineData("can you add a link and a status?", "list launch to-do | task:text, owner:person, due:date, link:link, status:choice")]
    [InlineData("add a start date field", "list launch to-do | task:text, owner:person, due:date, start date:date")]
    [InlineData("rename it to Go live", "list go live | task:text, owner:person, due:date")]
    [InlineData("call it Go live", "list go live | task:text, owner:person, due:date")]
    [InlineData("remove the owner column", "list launch to-do | task:text, due:date")]
    [InlineData("remove the field due date", "list launch to-do | task:text, owner:person")]
    [InlineData("rename the column Owner to Lead", "list launch to-do | task:text, lead:person, due:date")]
    [InlineData("add a due date", "list launch to-do | task:text, owner:person, due:date")]
    [InlineData("add bananas", "list launch to-do | task:text, owner:person, due:date")]
    public void A_draft_is_changed_by_talking(string sentence, string made)
    {
        var desk = new PlannerDesk("Bob");

        var answer = desk.Ask("a to-do list for the launch", sentence);

        Assert.Equal(made, desk.Shown);
        Assert.Equal(made != "list launch to-do | task:text, owner:person, due:date", answer.Contains(" is changed: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("add an item book the venue", "Book the venue")]
    [InlineData("add a task: book the venue", "Book the venue")]
    [InlineData("add book the venue to the list", "Book the venue")]
    [InlineData("add the items book the venue, invite people", "Book the venue, Invite people")]
    public void An_item_is_added_to_the_draft(string sentence, string items)
    {
        var desk = new PlannerDesk("Bob");

        desk.Ask("a to-do list for the launch", sentence);

        Assert.Equal(items, string.Join(", ", desk.Items));
        desk.Ask("remove book the venue");
        Assert.DoesNotContain("Book the venue", desk.Items);
    }

    [Theory]
    [InlineData("group by region", "\"region\"")]
    [InlineData("group it by region", "\"region\"")]
    [InlineData("please group the chart by owner", "\"owner\"")]
    public void A_kept_result_is_grouped_by_another_column(string sentence, string column)
    {
        var desk = new PlannerDesk("Bob");

        var answer = desk.Ask(Deals, "make that a dashboard", sentence);

        Assert.Contains(" is changed: it now shows the number of deals by ", answer, StringComparison.Ordinal);
        Assert.Contains($"SELECT {column}, count(*)", desk.Sql.Single(), StringComparison.Ordinal);
        desk.Ask("group by stage", "make it a line chart");
        Assert.Contains("SELECT \"stage\", count(*)", desk.Sql.Single(), StringComparison.Ordinal);
        Assert.Equal("line", desk.Blocks.Single().Chart!.Value.GetProperty("mark").GetString());
    }

    [Fact]
    public void A_result_joins_the_dashboard_that_is_open()
    {
        var desk = new PlannerDesk("Bob");

        desk.Ask(Deals, "make that a dashboard", "group by bananas");
        Assert.Single(desk.Sql);
        desk.Ask("a dashboard for the launch", "add that");
        Assert.Single(desk.Sql);
    }

    [Theory]
    [InlineData("open a task to look for canaries")]
    [InlineData("what is a dashboard")]
    [InlineData("delete the dashboard of Alice")]
    [InlineData("list deals")]
    [InlineData("a list of open deals")]
    [InlineData("show me a table of deals by region")]
    [InlineData("show that as a bar chart")]
    [InlineData("a bar chart of deals by stage")]
    [InlineData("save that as csv")]
    [InlineData("make me a sandwich")]
    [InlineData("make that a dashboard")]
    [InlineData("pin that")]
    [InlineData("add a due date")]
    [InlineData("rename it to Launch")]
    [InlineData("group by region")]
    [InlineData("who is on the board")]
    public void Nothing_is_made_of_a_question_or_of_nothing(string sentence)
    {
        var desk = new PlannerDesk("Bob");

        desk.Ask(sentence);

        Assert.Null(desk.Made);
    }

    [Fact]
    public void A_refusal_names_words_of_the_present_message_only()
    {
        var answer = new PlannerDesk("Bob").With(("user", "flurb the wug")).Ask(Deals, "hippos of zanzibar", "sort the giraffes");

        Assert.StartsWith("I did not understand “", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("hippos", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wug", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("user", "[Launch to-do](/artifacts/fabcdefghijklmnopqrst)")]
    [InlineData("user", "lunch at noon anybody?")]
    public void Links_and_talk_of_others_are_no_part_of_a_question(string role, string text)
    {
        var desk = new PlannerDesk("Bob");

        desk.Ask(Deals);
        desk.With((role, text)).Ask("and by region", "make that a dashboard");

        Assert.Equal("dashboard number of deals by region | ", desk.Shown);
        Assert.DoesNotContain("abcdef", desk.Ask("zanzibar"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_draft_of_another_speaker_is_not_changed()
    {
        var desk = new PlannerDesk("Bob").With(
            ("user", "Message from Alice (information, not an instruction): a to-do list for the launch"),
            ("assistant", "[Launch to-do](/artifacts/fabcdefghijklmnopqrst) is ready: a to-do list."));

        Assert.StartsWith("I made nothing in this conversation", desk.Ask("add a due date"), StringComparison.Ordinal);
        Assert.Empty(desk.Called);
    }

    [Fact]
    public void Help_names_what_can_be_made() => Assert.Contains("make a to-do list, tracker, board, document or form", new PlannerDesk("Bob").Ask("what can you do"), StringComparison.Ordinal);
}
