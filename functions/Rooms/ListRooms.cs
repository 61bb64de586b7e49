using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Rooms;

/// <summary>Lists the caller's rooms.</summary>
public sealed class ListRooms(RoomStore rooms)
{
    [Function(nameof(ListRooms))]
    [Person(Freshness.Read)]
    [Description("Rooms the caller is in.")]
    [Answers(200, typeof(Listing<RoomBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/rooms")] HttpRequest request)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        if (page.Continuation is { } from && !RoomId.TryParse(from, out _))
            return Page.Continue();
        var cancellation = request.HttpContext.RequestAborted;
        var me = request.Authority().Subject;
        var found = await rooms.ListForAsync(me.Id, page.Continuation, page.Limit, cancellation);
        return HttpAnswer.List([.. found.Items.Select(RoomBody.Of)], found.Next);
    }
}
