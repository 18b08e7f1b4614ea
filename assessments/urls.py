from assessments.report_urls import urlpatterns as report_urls

app_name = "assessments"
urlpatterns = [*report_urls]
