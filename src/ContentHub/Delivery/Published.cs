namespace ContentHub.Delivery;

public sealed class Published;
