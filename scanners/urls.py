from django.urls import URLPattern

app_name = "scanners"
urlpatterns: list[URLPattern] = []
