using Onbehalf.Automations;

namespace Onbehalf.Tests.Automations;

public sealed class SchedulePhraseTests
{
    [Theory]
    [InlineData("every Monday at 8:00", "0 8 * * 1")]
    [InlineData("Every monday at 8.", "0 8 * * 1")]
    [InlineData("on Mondays at 8 am", "0 8 * * 1")]
    [InlineData("every Tue and Fri at noon", "0 12 * * 2,5")]
    [InlineData("every Wednesday, Monday, and Sunday at 23:59", "59 23 * * 0,1,3")]
    [InlineData("every weekday at 18:30", "30 18 * * 1-5")]
    [InlineData("on weekends at 10", "0 10 * * 0,6")]
    [InlineData("daily at 7am", "0 7 * * *")]
    [InlineData("every day at 12am", "0 0 * * *")]
    [InlineData("each day at 12:15 pm", "15 12 * * *")]
    [InlineData("every morning at 6:45", "45 6 * * *")]
    [InlineData("on the first of every month at 9", "0 9 1 * *")]
    [InlineData("on the 15th of each month at 9:05pm", "5 21 15 * *")]
    [InlineData("monthly on the 31st at midnight", "0 0 31 * *")]
    [InlineData("every year on 1 March at 9:00", "0 9 1 3 *")]
    [InlineData("every 15 minutes", "*/15 * * * *")]
    [InlineData("every minute", "* * * * *")]
    [InlineData("hourly", "0 * * * *")]
    [InlineData("every  2   hours", "0 */2 * * *")]
    public void A_schedule_is_said_in_words(string said, string cron) => Assert.Equal(cron, SchedulePhrase.Read(said));

    [Theory]
    [InlineData("sometimes")]
    [InlineData("every Monday")]
    [InlineData("every Monday at 25:00")]
    [InlineData("every Monday at 8:60")]
    [InlineData("every Monday at 13pm")]
    [InlineData("every Mo at 8")]
    [InlineData("every Blursday at 8")]
    [InlineData("every 7 minutes")]
    [InlineData("every 0 minutes")]
    [InlineData("every 90 minutes")]
    [InlineData("on the 32nd of every month at 9")]
    [InlineData("every year on 30 February at 9")]
    [InlineData("every Monday at 8:00; rm -rf")]
    [InlineData("")]
    public void What_is_not_in_the_grammar_is_not_guessed(string said) => Assert.Null(SchedulePhrase.Read(said));

    [Theory]
    [InlineData("* * * * *", "every minute")]
    [InlineData("*/15 * * * *", "every 15 minutes")]
    [InlineData("0 * * * *", "every hour")]
    [InlineData("0 */6 * * *", "every 6 hours")]
    [InlineData("30 18 * * 1-5", "every weekday at 18:30")]
    [InlineData("0 8 * * 1", "every Monday at 8:00")]
    [InlineData("0 8 * * 1,3,5", "every Monday, Wednesday and Friday at 8:00")]
    [InlineData("0 9 1 * *", "on the 1st of every month at 9:00")]
    [InlineData("0 9 22 * *", "on the 22nd of every month at 9:00")]
    [InlineData("5 0 11 * *", "on the 11th of every month at 0:05")]
    [InlineData("0 9 1 3 *", "every year on 1 March at 9:00")]
    public void A_cron_is_said_in_words_that_read_back(string cron, string words)
    {
        Assert.Equal(words, SchedulePhrase.Words(cron));
        Assert.Equal(cron, SchedulePhrase.Read(words));
    }

    [Theory]
    [InlineData("*/7 * * * *")]
    [InlineData("0 8-10 * * *")]
    [InlineData("0 8 1 * 1")]
    [InlineData("0 8 31 2 *")]
    [InlineData("0 8 * * 1-3")]
    [InlineData("nonsense")]
    public void A_cron_without_words_says_none(string cron) => Assert.Null(SchedulePhrase.Words(cron));
}
