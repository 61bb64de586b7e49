using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Threads;

namespace Onbehalf.Tests.Threads;

public sealed class InvitedTests
{
    [Fact]
    public async Task A_member_that_is_null_is_a_bad_request()
    {
        var refused = Assert.IsType<Invited.Refused>(await Invited.FindAsync(null!, [null], default));
        var http = new DefaultHttpContext();

        await refused.Problem.ExecuteAsync(http);

        Assert.Equal(StatusCodes.Status400BadRequest, http.Response.StatusCode);
    }
}
