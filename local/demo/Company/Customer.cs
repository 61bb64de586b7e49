namespace Onbehalf.Demo.Company;

internal sealed record Customer(int Id, string Name, string Region, string Industry, DateOnly CustomerSince, int CreditLimit);
